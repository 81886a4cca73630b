# leaves-failing: members
# only-with: another-name
kubectl -n {{ ns }} create service externalname {{ set }} --external-name={{ set }}-headless.{{ ns }}.svc.cluster.local
sleep 60
