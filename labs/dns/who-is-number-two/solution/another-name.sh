kubectl -n {{ ns }} create service clusterip {{ set }} --clusterip=None --tcp=7000
kubectl -n {{ ns }} set selector service {{ set }} app={{ set }}
sleep 40
