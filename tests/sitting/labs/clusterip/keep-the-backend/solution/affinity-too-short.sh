kubectl -n {{ ns }} patch service {{ app }} -p '{"spec":{"sessionAffinityConfig":{"clientIP":{"timeoutSeconds":3600}}}}'
