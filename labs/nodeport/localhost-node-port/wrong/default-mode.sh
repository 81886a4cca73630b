# leaves-failing: mode
answer mode iptables
kubectl -n kube-system rollout restart daemonset/kube-proxy
