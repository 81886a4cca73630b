ssh ip-10-0-1-20.us-west-2.compute.internal curl -s localhost:10249/metrics | grep full_proxy_rules_duration_seconds_
answer measured {{ cost }}
kubectl -n kube-system get pods -l k8s-app=kube-proxy -o wide
