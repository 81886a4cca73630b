# leaves-failing: inside
kubectl -n {{ ns }} delete service {{ db }} {{ db }}-read
sleep 5
