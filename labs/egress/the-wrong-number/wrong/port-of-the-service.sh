# leaves-failing: rows
kubectl -n {{ ns }} patch networkpolicy planner-to-{{ db }} --type=json -p '[{"op":"replace","path":"/spec/egress","value":[{"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{ data }}"}},"podSelector":{"matchLabels":{"app":"{{ db }}"}}}],"ports":[{"protocol":"TCP","port":5432}]}]}]'
sleep 5
