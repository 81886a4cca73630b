# leaves-failing: enforced
kubectl -n kube-system rollout restart daemonset/aws-node
kubectl -n kube-system rollout status daemonset/aws-node --timeout=10m
