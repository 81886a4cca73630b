# leaves-failing: moved
# only-with: on-delete
kubectl -n kube-system rollout restart daemonset/kube-proxy
sleep 300
