kubectl -n {{ ns }} patch networkpolicy worker-to-{{ queue }} --type=json -p '[{"op":"replace","path":"/spec/egress","value":[{"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{ data }}"}},"podSelector":{"matchLabels":{"app":"{{ queue }}"}}}],"ports":[{"protocol":"TCP","port":6379}]}]}]'
sleep 5
