kubectl -n {{ ns }} patch deployment {{ app }} -p '{"spec":{"template":{"spec":{"nodeSelector":{"image-generation":"2"}}}}}'
kubectl -n {{ ns }} rollout status deployment {{ app }} --timeout=120s
