kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"internalTrafficPolicy":"Cluster"}}'
sleep 5
