# leaves-failing: quick
kubectl -n kube-system scale deployment coredns --replicas=6
kubectl -n kube-system rollout status deployment coredns --timeout=180s
