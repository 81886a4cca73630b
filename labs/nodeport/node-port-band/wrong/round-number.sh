# leaves-failing: band
kubectl -n {{ ns }} patch service {{ app }}-status -p '{"spec":{"ports":[{"port":80,"nodePort":31000}]}}'
