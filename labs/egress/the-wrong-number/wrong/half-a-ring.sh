# leaves-failing: ring
kubectl -n {{ ns }} patch networkpolicy planner-to-{{ db }} --type=json -p '[{"op":"replace","path":"/spec/egress","value":[{"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{ data }}"}},"podSelector":{"matchLabels":{"app":"{{ db }}"}}}],"ports":[{"protocol":"TCP","port":{{ inner }}}]}]}]'
kubectl -n {{ ns }} patch networkpolicy planner-to-ring --type=json -p '[{"op":"replace","path":"/spec/egress/0/ports","value":[{"protocol":"UDP","port":7000,"endPort":7003},{"protocol":"TCP","port":7000}]}]'
sleep 5
