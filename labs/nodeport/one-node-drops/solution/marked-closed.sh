kubectl label node ip-10-0-{{ dark }}-20.us-west-2.compute.internal ward.example.com/closed-
kubectl -n {{ ns }} rollout status daemonset/{{ app }} --timeout=10m
sleep 10
