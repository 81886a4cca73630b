kubectl -n {{ ns }} patch networkpolicy planner-to-{{ db }} --type=json -p '[{"op":"replace","path":"/spec/egress/0","value":{"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{ data }}"}},"podSelector":{"matchLabels":{"app":"{{ db }}"}}}],"ports":[{"protocol":"TCP","port":{{ inner }}}]}}]'
sleep 5
