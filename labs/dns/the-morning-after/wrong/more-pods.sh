# leaves-failing: inside
kubectl -n kube-system scale deployment coredns --replicas=4
sleep 60
