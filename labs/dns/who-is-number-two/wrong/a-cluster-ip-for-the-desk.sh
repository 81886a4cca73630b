# leaves-failing: desk
kubectl -n {{ ns }} delete service desk
kubectl -n {{ ns }} create service clusterip desk --tcp=7070
sleep 60
