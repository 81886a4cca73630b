kubectl get pods -A -o wide -l k8s-app=kube-proxy
ssh {{ lost }} iptables-save -t nat
answer which {{ lost }}
