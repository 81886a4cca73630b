# leaves-failing: address
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"externalTrafficPolicy":"Cluster"}}'
