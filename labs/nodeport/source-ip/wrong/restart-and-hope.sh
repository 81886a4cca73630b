# leaves-failing: holds
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"externalTrafficPolicy":"Local"}}'
kubectl -n {{ ns }} scale deployment {{ app }} --replicas=6
kubectl -n {{ ns }} rollout restart deployment/{{ app }}
sleep 120
