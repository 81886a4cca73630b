# leaves-failing: wanted
kubectl -n {{ ns }} delete service {{ app }}
kubectl -n {{ ns }} expose deployment {{ app }} --port={{ wanted }} --target-port=http --type=NodePort
