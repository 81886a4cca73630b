# leaves-failing: lasting
IP=$(kubectl -n {{ data }} get service {{ db }} -o jsonpath='{.spec.clusterIP}')
kubectl -n {{ ns }} patch networkpolicy planner-to-{{ db }} --type=json -p '[{"op":"replace","path":"/spec/egress","value":[{"to":[{"ipBlock":{"cidr":"'$IP'/32"}}],"ports":[{"protocol":"TCP","port":5432}]}]}]'
kubectl -n {{ ns }} patch networkpolicy planner-to-ring --type=json -p '[{"op":"replace","path":"/spec/egress/0/ports","value":[{"protocol":"TCP","port":7000,"endPort":7003},{"protocol":"UDP","port":7003}]}]'
sleep 5
