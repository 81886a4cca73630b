# leaves-failing: lasting
# only-with: no-upstream
kubectl -n kube-system create service clusterip kube-dns-upstream --tcp=53:53
sleep 5
kubectl -n kube-system delete pods -l k8s-app=node-local-dns
sleep 60
