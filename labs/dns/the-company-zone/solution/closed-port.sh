kubectl -n office patch service names --type=json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":5353},{"op":"replace","path":"/spec/ports/1/targetPort","value":5353}]'
sleep 40
