# leaves-failing: at-home
kubectl -n {{ ns }} rollout restart deployment/{{ app }}-a deployment/{{ app }}-b
kubectl -n kube-system rollout restart daemonset/kube-proxy
sleep 300
