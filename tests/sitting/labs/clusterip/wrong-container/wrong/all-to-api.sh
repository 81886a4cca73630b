# leaves-failing: stats
kubectl -n {{ ns }} patch service {{ app }} --type=json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":{{ appPort }}},{"op":"replace","path":"/spec/ports/1/targetPort","value":{{ appPort }}}]'
