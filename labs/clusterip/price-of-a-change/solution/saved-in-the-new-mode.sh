kubectl -n kube-system get configmap kube-proxy-config -o yaml | sed 's/minSyncPeriod: 20s/minSyncPeriod: 1s/' | kubectl replace -f -
