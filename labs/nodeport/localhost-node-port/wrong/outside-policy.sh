# leaves-failing: told
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"externalTrafficPolicy":"Local"}}'
