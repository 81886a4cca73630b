kubectl -n {{ ns }} describe networkpolicies
kubectl -n {{ data }} get services,pods -o wide --show-labels
kubectl -n {{ ns }} patch networkpolicy planner-to-ring --type=json -p '[{"op":"replace","path":"/spec/egress/0/ports","value":[{"protocol":"TCP","port":7000,"endPort":7003},{"protocol":"UDP","port":7003}]}]'
