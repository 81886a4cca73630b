# leaves-failing: no-other-way
# only-with: node-port
kubectl -n {{ ns }} patch service {{ db }} -p '{"spec":{"ports":[{"port":5432,"nodePort":32123}]}}'
sleep 5
