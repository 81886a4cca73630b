# leaves-failing: at-home
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"trafficDistribution":"PreferSameZone","internalTrafficPolicy":"Cluster"}}'
kubectl -n {{ ns }} scale deployment {{ app }}-c --replicas=0
sleep 60
