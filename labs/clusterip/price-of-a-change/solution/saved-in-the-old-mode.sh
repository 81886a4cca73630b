kubectl -n kube-system get configmap kube-proxy-config -o yaml | grep minSyncPeriod
