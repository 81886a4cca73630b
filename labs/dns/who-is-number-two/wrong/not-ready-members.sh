# leaves-failing: members
# only-with: service-name
kubectl -n {{ ns }} patch service {{ set }} -p '{"spec":{"publishNotReadyAddresses":true}}'
sleep 60
