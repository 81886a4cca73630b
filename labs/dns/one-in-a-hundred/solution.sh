kubectl get nodes -o wide
kubectl -n {{ ns }} get pods -o wide
kubectl -n {{ ns }} logs -l app={{ app }} --tail=400 | grep -c 'timed out'
kubectl -n {{ ns }} get deployment {{ app }} -o wide
