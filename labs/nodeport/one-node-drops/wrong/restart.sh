# leaves-failing: door
kubectl -n {{ ns }} rollout restart daemonset/{{ app }}
sleep 120
