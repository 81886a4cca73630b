# leaves-failing: no-other-way
kubectl -n {{ ns }} scale deployment {{ db }} --replicas=0
sleep 60
