kubectl label node ip-10-0-3-20.us-west-2.compute.internal topology.kubernetes.io/zone=us-west-2c
kubectl -n {{ ns }} rollout restart deployment/{{ app }}-c
sleep 30
