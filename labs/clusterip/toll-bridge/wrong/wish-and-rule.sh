# leaves-failing: lasting
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"trafficDistribution":"PreferSameNode","internalTrafficPolicy":"Local"}}'
sleep 5
