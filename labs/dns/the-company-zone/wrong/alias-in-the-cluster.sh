# leaves-failing: names
kubectl -n {{ ns }} create service externalname {{ doc }} --external-name={{ doc }}.office.svc.cluster.local
sleep 10
