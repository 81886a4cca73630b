# leaves-failing: narrow
kubectl -n {{ ns }} patch networkpolicy planner-to-{{ db }} --type=json -p '[{"op":"replace","path":"/spec/egress","value":[{"to":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{ data }}"}}}]}]}]'
kubectl -n {{ ns }} patch networkpolicy planner-to-ring --type=json -p '[{"op":"replace","path":"/spec/egress/0/ports","value":[{"protocol":"TCP","port":7000,"endPort":7003},{"protocol":"UDP","port":7003}]}]'
sleep 5
