# leaves-failing: mail
# only-with: one-node
kubectl -n kube-system scale deployment coredns --replicas=4
sleep 90
