# leaves-failing: band
# only-with: second-port
answer who {{ holder }}
kubectl -n {{ dock }} patch service {{ other }} -p '{"spec":{"type":"ClusterIP"}}'
kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"ports":[{"port":80,"nodePort":{{ wanted }}}]}}'
