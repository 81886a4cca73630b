# leaves-failing: running
kubectl -n {{ ns }} scale deployment {{ app }} --replicas=1
sleep 60
