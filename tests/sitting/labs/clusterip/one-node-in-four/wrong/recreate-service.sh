# leaves-failing: lasting
kubectl -n {{ ns }} delete service {{ app }}
kubectl -n {{ ns }} expose deployment {{ app }} --port=80 --target-port=http
