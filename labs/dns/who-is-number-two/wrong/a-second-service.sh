# leaves-failing: members
# only-with: service-name
kubectl -n {{ ns }} create service clusterip {{ set }}-members --clusterip=None --tcp=7000
kubectl -n {{ ns }} set selector service {{ set }}-members app={{ set }}
sleep 60
