kubectl -n {{ ns }} get replicasets -o wide
