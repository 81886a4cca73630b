kubectl taint node ip-10-0-2-20.us-west-2.compute.internal firmware-
kubectl -n {{ ns }} rollout status deployment/{{ app }}-b --timeout=10m
sleep 60
