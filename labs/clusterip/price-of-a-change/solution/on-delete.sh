kubectl -n kube-system delete pods -l k8s-app=kube-proxy
kubectl -n kube-system patch daemonset kube-proxy -p '{"spec":{"updateStrategy":{"type":"RollingUpdate"}}}'
sleep 120
