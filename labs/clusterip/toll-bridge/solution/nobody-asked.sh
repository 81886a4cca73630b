kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"trafficDistribution":"PreferSameZone"}}'
sleep 5
