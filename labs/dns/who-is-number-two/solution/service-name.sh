kubectl -n {{ ns }} get statefulset {{ set }} -o yaml | sed -e 's/serviceName: .*/serviceName: {{ set }}/' -e '/resourceVersion:/d' > set.yaml
kubectl -n {{ ns }} delete statefulset {{ set }} --cascade=orphan
kubectl -n {{ ns }} create -f set.yaml
kubectl -n {{ ns }} rollout restart statefulset {{ set }}
kubectl -n {{ ns }} rollout status statefulset {{ set }} --timeout=300s
