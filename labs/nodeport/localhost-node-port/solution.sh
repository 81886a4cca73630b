kubectl -n kube-system logs daemonset/kube-proxy
answer mode nftables
