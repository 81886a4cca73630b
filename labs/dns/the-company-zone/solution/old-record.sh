kubectl -n office get configmap names -o yaml | sed 's/172\.20\.77\.[0-9]* {{ doc }}/172.20.77.10 {{ doc }}/' | kubectl apply -f -
kubectl -n office rollout restart deployment names
kubectl -n office rollout status deployment names --timeout=180s
sleep 40
