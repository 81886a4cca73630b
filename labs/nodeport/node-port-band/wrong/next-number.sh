# leaves-failing: wanted
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"ports":[{"port":80,"nodePort":30009}]}}'
